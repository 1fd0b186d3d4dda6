namespace Atelier.Data.Images;

/// <summary>What came of choosing a candidate.</summary>
public enum ChoiceOutcome
{
    Chosen,

    /// <summary>There is none of this id in the generation, or it has expired, or the generation is another account's.</summary>
    NoCandidate,

    /// <summary>No picture was delivered in that place, so there is none to replace.</summary>
    NoPicture,
}
