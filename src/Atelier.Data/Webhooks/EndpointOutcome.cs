namespace Atelier.Data.Webhooks;

/// <summary>What became of a wish about an endpoint.</summary>
public enum EndpointOutcome
{
    Done,

    /// <summary>There is none of this id, or it is another account's.</summary>
    NotFound,

    /// <summary>The operator disabled it, and only the operator's word could change that.</summary>
    Barred,

    /// <summary>It is disabled, and nothing is sent to it.</summary>
    Disabled,

    /// <summary>So many secrets sign already that one more must end the others.</summary>
    TooManySecrets,
}
