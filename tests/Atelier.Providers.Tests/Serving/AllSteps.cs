using Atelier.Providers.Reconciling;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Every step of a provider, once.</summary>
internal static class AllSteps
{
    public static readonly string[] Names = ["submit", "poll", "cancel", "reconcile", "read", "check"];

    public static async Task RunAsync(IRemoteProvider provider, CancellationToken cancellationToken = default)
    {
        foreach (var name in Names)
        {
            await RunAsync(name, provider, cancellationToken);
        }
    }

    public static async Task RunAsync(string name, IRemoteProvider provider, CancellationToken cancellationToken)
    {
        var call = PaidCalls.Compiled(Orders.Create("a secret wish"));
        var now = DateTimeOffset.UnixEpoch;
        var spool = new MemorySpool();
        Task step = name switch
        {
            "submit" => provider.SubmitAsync(PaidCalls.Of(call, spool: spool), cancellationToken),
            "poll" => provider.PollAsync("task", 0, spool, cancellationToken),
            "cancel" => provider.CancelAsync("task", cancellationToken),
            "reconcile" => provider.ReconcileAsync(
                new LostCall(Guid.CreateVersion7(), call, now, now, null, [], new HashSet<string>()),
                cancellationToken
            ),
            "read" => provider.ReadAsync(call, spool, cancellationToken),
            _ => provider.CheckAsync(cancellationToken),
        };
        await step;
    }
}
