"""Values, errors and text: what all other packages use. Nothing here touches the outside world."""
