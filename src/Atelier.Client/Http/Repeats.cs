namespace Atelier.Client.Http;

/// <summary>When a call may be sent again.</summary>
internal enum Repeats
{
    /// <summary>Never: it would do something twice.</summary>
    Never,

    /// <summary>When no answer came: it carries a key by which the service knows it again. An answer stands.</summary>
    WhenLost,

    /// <summary>When no answer came, and when the service or a proxy says that it cannot just now.</summary>
    Always,
}
