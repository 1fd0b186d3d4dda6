using Atelier.Server.Authentication;

namespace Atelier.Server.Limits;

/// <summary>
/// Limits by address: guests at every door, at the doors that are marked those without an account, or everybody where the mark says
/// so.
/// </summary>
internal sealed class AddressLimitMiddleware(RequestDelegate next, AddressLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var door = context.GetEndpoint()?.Metadata.GetMetadata<LimitedByAddress>();
        var caller = CallerClaims.Find(context.User);
        var guest = caller?.Visitor is not null;
        if (guest || (door is not null && (caller is null || door.EvenWithAccount)))
        {
            await limits.TakeAsync(context, door?.Calls ?? ByMethod(context.Request), context.RequestAborted);
        }

        await next(context);
    }

    private static AddressCalls ByMethod(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? AddressCalls.Reads
            : AddressCalls.Changes;
}
