namespace Atelier.Emulators.Faults;

/// <summary>What goes wrong. "Before" leaves nothing behind; "after" creates and bills first.</summary>
public enum FaultAction
{
    /// <summary>Only the rule's delay.</summary>
    Latency,

    /// <summary>429 with Retry-After; nothing is created.</summary>
    TooManyRequests,

    /// <summary>The wire's answer for an empty account.</summary>
    OutOfCredits,

    /// <summary>The wire's answer for a wrong key.</summary>
    Unauthorized,

    /// <summary>The wire's policy refusal.</summary>
    Refuse,

    /// <summary>5xx, nothing created.</summary>
    ErrorBefore,

    /// <summary>5xx, although the work was created and billed.</summary>
    ErrorAfter,

    /// <summary>No answer until the client goes, nothing created.</summary>
    HangBefore,

    /// <summary>No answer until the client goes, the work created.</summary>
    HangAfter,

    /// <summary>Connection cut without a byte, nothing created.</summary>
    CutBefore,

    /// <summary>Connection cut without a byte, the work created.</summary>
    CutAfter,

    /// <summary>Connection cut after the headers of the answer.</summary>
    CutHeaders,

    /// <summary>Connection cut in the middle of the body.</summary>
    CutBody,

    /// <summary>The body ends in the middle of its JSON, but the answer is complete HTTP.</summary>
    BrokenJson,

    /// <summary>The answer calls itself text/html.</summary>
    WrongMime,

    /// <summary>Content-Length says more than what comes.</summary>
    WrongLength,

    /// <summary>302 to the rule's location; nothing is created.</summary>
    Redirect,

    /// <summary>File URLs given out so far for that job answer 403 (or the rule's status); a fresh poll gives fresh ones.</summary>
    ExpiredUrl,

    /// <summary>The task is unknown from then on; on creation or on a poll.</summary>
    VanishedTask,

    /// <summary>The task ends as failed.</summary>
    FailedTask,

    /// <summary>The callback comes twice.</summary>
    DuplicateCallback,

    /// <summary>The callback comes the rule's delay after the end of the task.</summary>
    LateCallback,

    /// <summary>No callback comes.</summary>
    NoCallback,
}
