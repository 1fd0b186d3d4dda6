using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A guard that counts, and that refuses or waits when told to.</summary>
internal sealed class TestGuard : ISendGuard
{
    /// <summary>Run before the first byte; throws to forbid it.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Run when the request is out.</summary>
    public Func<CancellationToken, Task> After { get; init; } = _ => Task.CompletedTask;

    public int Asked { get; private set; }

    public int Told { get; private set; }

    public async ValueTask BeforeSendAsync(CancellationToken cancellationToken)
    {
        Asked++;
        await Before(cancellationToken);
    }

    public async ValueTask AfterSendAsync(CancellationToken cancellationToken)
    {
        Told++;
        await After(cancellationToken);
    }
}
