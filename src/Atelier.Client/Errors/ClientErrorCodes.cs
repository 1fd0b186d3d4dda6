namespace Atelier.Client.Errors;

/// <summary>Codes of failures that the service did not name.</summary>
public static class ClientErrorCodes
{
    /// <summary>No connection, or it was lost before the answer was complete.</summary>
    public const string Unreachable = "UNREACHABLE";

    /// <summary>A call or a wait took longer than it may. What the service has begun goes on.</summary>
    public const string TimedOut = "TIMED_OUT";

    /// <summary>An answer that is not what the service answers; most often something else answered.</summary>
    public const string Unreadable = "UNREADABLE_ANSWER";

    /// <summary>A refusal without a code of the service; its status says more.</summary>
    public const string Unknown = "UNKNOWN_ERROR";
}
