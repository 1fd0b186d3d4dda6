namespace Atelier.Providers.Calls;

/// <summary>Stands between an intent and its POST: nothing is sent without an intent that is committed and young.</summary>
public interface ISendGuard
{
    /// <summary>Says with which key it is sent, by its mark; before the rest.</summary>
    void SendWith(string key) { }

    /// <summary>
    /// Called when all that is to be sent is there, before the connection is opened. However long that took, it was before the
    /// intent: this makes it anew.
    /// </summary>
    ValueTask ReadyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Called once, when the connection stands and before the first byte of the body.</summary>
    /// <exception cref="Failures.ProviderException">The intent is too old, or was sent already; nothing may be sent.</exception>
    ValueTask BeforeSendAsync(CancellationToken cancellationToken);

    /// <summary>Called when the whole request was sent and the answer is waited for.</summary>
    ValueTask AfterSendAsync(CancellationToken cancellationToken);
}
