"""Spanish as the Secretariat prints it: a point between thousands, a comma before the cents."""

THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
NUMBER_GROUPING = 3
