"""From the files in example_site/content to pages, through the models that editors use."""
