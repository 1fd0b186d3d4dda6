using Atelier.Core.Errors;
using Atelier.Core.Limits;
using Atelier.Data.Limits;
using Atelier.Server.Addresses;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Limits;

/// <summary>Counts calls by the address they come from, over all nodes, and refuses what is too much.</summary>
internal sealed class AddressLimits(WindowStore windows, ClientAddress addresses, IOptions<AddressLimitOptions> options)
{
    private const string Reads = "reads";
    private const string Uploads = "uploads";
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>Takes a place for a call, and says in headers what is left.</summary>
    /// <exception cref="AtelierException">There is none.</exception>
    public async Task TakeAsync(HttpContext context, AddressCalls calls, CancellationToken cancellationToken)
    {
        var (scope, limit, span) = calls switch
        {
            AddressCalls.Uploads => (Uploads, options.Value.Uploads, TimeSpan.FromHours(1)),
            AddressCalls.Reads => (Reads, options.Value.Reads, Quarter),
            _ => ("changes", options.Value.Changes, Quarter),
        };
        await TakeAsync(context, scope, limit, span, cancellationToken);
    }

    private async Task TakeAsync(
        HttpContext context,
        string scope,
        int limit,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        if (limit == 0)
        {
            return;
        }

        // All who come without an address share one window.
        var subject = addresses.HashOf(context, $"limit {scope}") ?? [];
        var use = await windows.TakeAsync(
            $"address {scope}",
            subject,
            new WindowLimit(limit, span),
            flushed: scope != Reads,
            cancellationToken
        );
        // Who was refused may have read the count of a moment before.
        var window = new LimitWindow(limit, use.Allowed ? use.Left : 0, span, use.ResetsIn);
        RateHeaders.Write(context, [window]);
        if (!use.Allowed)
        {
            throw new AtelierException(
                ErrorCode.RateLimited,
                scope == Uploads
                    ? "Upload limit exceeded, please try again later."
                    : "Too many requests from this IP, please try again later."
            )
            {
                RetryAfterSeconds = window.ResetSeconds,
                Limits = [window],
            };
        }
    }
}
