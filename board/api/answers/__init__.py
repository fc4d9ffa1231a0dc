"""What is answered, field by field: the shapes of `tasks.shapes`, described for whoever programs against them. 答复."""
