using System.Reflection;
using Atelier.Data.Accounts;
using Atelier.Engine.Accepting;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atelier.Server.Authentication;

/// <summary>The caller of the request, as a parameter of handlers behind <c>RequireAuthorization</c>.</summary>
internal sealed record CurrentCaller(Caller Caller) : IEndpointParameterMetadataProvider
{
    public Guid AccountId => Caller.AccountId;

    /// <summary>The caller as the audit log names who did something.</summary>
    public Actor Actor => new(Caller.AccountId, Caller.KeyId);

    public static ValueTask<CurrentCaller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(
            new CurrentCaller(
                CallerClaims.Find(context.User) ?? throw new InvalidOperationException("The door is not guarded.")
            )
        );

    // Nothing of it comes from the request's fields, so the OpenAPI page has nothing to say.
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) { }
}
