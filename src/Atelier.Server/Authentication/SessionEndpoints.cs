using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Headers;
using Atelier.Server.Limits;
using Atelier.Server.Wall;
using Atelier.Server.Wire;

namespace Atelier.Server.Authentication;

/// <summary><c>/v1/session</c>: a browser signs in with a one-time code and out again.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/session").WithTags("Session");
        group
            .MapPost("", OpenAsync)
            .WithName("SignIn")
            .WithSummary("Signs a browser in with a one-time code; the answer sets a cookie.")
            .Accepts<SignInBody>("application/json")
            .Produces(204)
            .LimitedByAddress();
        group.MapDelete("", CloseAsync).WithName("SignOut").WithSummary("Signs a browser out.").Produces(204);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context,
        SessionStore sessions,
        PublicOrigin origin,
        GuessGuard guesses,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<SignInBody>(context.Request, errors);
        if (string.IsNullOrEmpty(body.Code))
        {
            errors.Add("code", "code is required: it stands behind #code= of the sign-in link.");
        }

        errors.ThrowIfAny();
        using var guess = await guesses.BeginAsync(context, GuessGuard.Codes, body.Code!);
        var token = await sessions.OpenAsync(body.Code!, SessionCookie.Life, cancellationToken);
        if (token is null)
        {
            await guess.WrongAsync();
            throw new AtelierException(
                ErrorCode.Unauthorized,
                "This sign-in code was used before or is too old; POST /admin/api/sign-in-codes with the owner's key makes a new one."
            );
        }

        context.Response.Cookies.Append(
            SessionCookie.Name,
            token,
            SessionCookie.Options(origin.IsSecure(context.Request))
        );
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CloseAsync(
        HttpContext context,
        SessionStore sessions,
        PublicOrigin origin,
        CancellationToken cancellationToken
    )
    {
        if (context.Request.Cookies.TryGetValue(SessionCookie.Name, out var token) && origin.IsOwn(context.Request))
        {
            await sessions.CloseAsync(token, cancellationToken);
        }

        context.Response.Cookies.Delete(SessionCookie.Name);
        return TypedResults.NoContent();
    }
}
