namespace Atelier.Providers.Calls;

/// <summary>Stands between an intent and its POST: nothing is sent without an intent that is committed and young.</summary>
public interface ISendGuard
{
    /// <summary>Called once, when the connection stands and before the first byte of the body.</summary>
    /// <exception cref="Failures.ProviderException">The intent is too old, or was sent already; nothing may be sent.</exception>
    ValueTask BeforeSendAsync(CancellationToken cancellationToken);

    /// <summary>Called when the whole request was sent and the answer is waited for.</summary>
    ValueTask AfterSendAsync(CancellationToken cancellationToken);
}
