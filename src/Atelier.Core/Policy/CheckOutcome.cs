namespace Atelier.Core.Policy;

/// <summary>What a check said of a picture.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>Nothing is set up that could tell, or what should have told did not answer.</summary>
    NotAvailable,

    /// <summary>Painted by us from words: there is nothing in it that could fail.</summary>
    NotNeeded,
}
