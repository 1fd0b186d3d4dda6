namespace Atelier.Data.Reviews;

/// <summary>How a review ends.</summary>
public enum ReviewVerdict
{
    Accept,
    Refuse,

    /// <summary>Nobody decided in time; counts as refused.</summary>
    Expire,
}
