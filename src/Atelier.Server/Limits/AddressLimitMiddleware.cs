using Atelier.Server.Authentication;
using Npgsql;

namespace Atelier.Server.Limits;

/// <summary>
/// Limits by address: guests at every door, at the doors that are marked those without an account, or everybody where the mark says
/// so.
/// </summary>
internal sealed class AddressLimitMiddleware(RequestDelegate next, AddressLimits limits, TimeProvider time)
{
    // As long as whoever asks for our health waits for the database itself.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext context)
    {
        var door = context.GetEndpoint()?.Metadata.GetMetadata<LimitedByAddress>();
        var caller = CallerClaims.Find(context.User);
        var guest = caller?.Visitor is not null;
        if (guest || (door is not null && (caller is null || door.EvenWithAccount)))
        {
            var calls = door?.Calls ?? ByMethod(context.Request);
            await (
                door is { EvenUncounted: true }
                    ? TakeIfCountedAsync(context, calls)
                    : limits.TakeAsync(context, calls, context.RequestAborted)
            );
        }

        await next(context);
    }

    private async Task TakeIfCountedAsync(HttpContext context, AddressCalls calls)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            await limits.TakeAsync(context, calls, either.Token);
        }
        catch (Exception exception)
            when (exception is NpgsqlException or OperationCanceledException
                && !context.RequestAborted.IsCancellationRequested
            )
        {
            // That the database is away is what this door is there to say.
        }
    }

    private static AddressCalls ByMethod(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? AddressCalls.Reads
            : AddressCalls.Changes;
}
