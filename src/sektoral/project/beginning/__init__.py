"""How a real installation begins: the questions of `sektoral init`, and the office that the answers make."""
