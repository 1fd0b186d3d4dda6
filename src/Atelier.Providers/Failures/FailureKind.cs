namespace Atelier.Providers.Failures;

/// <summary>How a provider failed; a closed set for all wires. What follows is decided by kind and <see cref="Charge"/>.</summary>
public enum FailureKind
{
    /// <summary>Nothing reached the provider: refused, no such name, no TLS, or the intent was too old.</summary>
    NotSent,

    /// <summary>The provider does not take these parameters, or what the request is about is gone; another provider would get the same request.</summary>
    BadRequest,

    /// <summary>
    /// What the call needs is larger than this provider takes, so nothing was sent. Says nothing against the provider, and another
    /// one may take it.
    /// </summary>
    TooLarge,

    /// <summary>Against the provider's content policy. Ends the chain.</summary>
    Refused,

    /// <summary>The key is wrong, or may not do this.</summary>
    Unauthorized,

    /// <summary>Our account there is empty.</summary>
    OutOfCredits,

    /// <summary>The model is not to be had there any more.</summary>
    ModelGone,

    /// <summary>Too many calls; see <see cref="ProviderException.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>The provider turned the call away before any work.</summary>
    Overloaded,

    /// <summary>An error of the provider's own.</summary>
    ServerError,

    /// <summary>The connection broke or the time was up after something was sent.</summary>
    Lost,

    /// <summary>The answer came whole and makes no sense.</summary>
    Unreadable,

    /// <summary>The task ended without a picture.</summary>
    TaskFailed,
}
