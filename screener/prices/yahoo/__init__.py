"""The gate to Yahoo: prices are asked for in a process of their own, so that a deadline ends whatever hangs."""
