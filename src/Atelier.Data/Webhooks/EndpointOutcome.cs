namespace Atelier.Data.Webhooks;

/// <summary>What became of a wish about an endpoint.</summary>
public enum EndpointOutcome
{
    Done,

    /// <summary>There is none of this id, or it is another account's.</summary>
    NotFound,

    /// <summary>The operator disabled it, and only the operator's word could change that.</summary>
    Barred,

    /// <summary>The account is closed, erased or about to be.</summary>
    Closed,

    /// <summary>The account has as many as it may.</summary>
    TooMany,

    /// <summary>It is disabled, and nothing is sent to it.</summary>
    Disabled,

    /// <summary>So many secrets sign already that one more must end the others.</summary>
    TooManySecrets,
}
