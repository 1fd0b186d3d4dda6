using Atelier.Providers.Calls;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A guard that counts, and that refuses or waits when told to.</summary>
internal sealed class TestGuard : ISendGuard
{
    /// <summary>Run before the first byte; throws to forbid it.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Run when the request is out.</summary>
    public Func<CancellationToken, Task> After { get; init; } = _ => Task.CompletedTask;

    /// <summary>How often it heard that all is ready, before it was asked.</summary>
    public int Readied { get; private set; }

    public int Asked { get; private set; }

    public int Told { get; private set; }

    public ValueTask ReadyAsync(CancellationToken cancellationToken)
    {
        Readied += Asked == 0 ? 1 : 0;
        return ValueTask.CompletedTask;
    }

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
