"""The addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from claims.api import api
from newsdesk import health, views

urlpatterns = [
    path("", include("claims.urls")),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.password_change, name="password_change"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
]
handler400 = "newsdesk.views.bad_request"
handler403 = "newsdesk.views.forbidden"
handler404 = "newsdesk.views.not_found"
handler500 = "newsdesk.views.server_error"
