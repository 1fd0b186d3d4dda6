namespace Atelier.Providers.Answers;

/// <summary>What a provider says to a wish to cancel.</summary>
public enum CancelAnswer
{
    /// <summary>The wire knows no such wish; the work goes on.</summary>
    NotPossible,

    /// <summary>Stopped and not charged.</summary>
    Confirmed,

    /// <summary>It was not stopped, or was charged all the same; the work goes on.</summary>
    Ignored,
}
