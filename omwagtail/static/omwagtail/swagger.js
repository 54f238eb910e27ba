// Starts Swagger UI; a file of its own, because the page's policy allows no script within it.
const place = document.getElementById("swagger");
window.SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  // Without these it would ask its maker's servers, or remember what was typed.
  validatorUrl: null,
  persistAuthorization: false,
  withCredentials: false,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
});
