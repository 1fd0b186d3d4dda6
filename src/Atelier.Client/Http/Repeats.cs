namespace Atelier.Client.Http;

/// <summary>When a call may be sent again.</summary>
internal enum Repeats
{
    /// <summary>Never: it would do something twice, or cannot be sent again.</summary>
    Never,

    /// <summary>
    /// When no answer came, or a proxy got none (502, 504): it carries a key by which the service knows it again. An answer of the
    /// service stands.
    /// </summary>
    WhenLost,

    /// <summary>When no answer came, and when the service or a proxy says that it cannot just now.</summary>
    Always,
}
