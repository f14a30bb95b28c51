"""From text to Question: the command language and plain speech, one grammar for every surface."""
