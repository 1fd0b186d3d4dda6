using Microsoft.AspNetCore.Authentication;

namespace Atelier.Server.Authentication;

/// <summary>Who may come in, and what for.</summary>
internal static class AuthenticationServices
{
    public static IServiceCollection AddKeyAuthentication(this IServiceCollection services)
    {
        services
            .AddAuthentication(KeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.SchemeName, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(
                scope,
                policy => policy.RequireAuthenticatedUser().RequireClaim(CallerClaims.Scope, Scopes.For(scope))
            );
        }

        return services;
    }
}
