namespace Atelier.Core.Policy;

/// <summary>What a request can be against. On the wire in snake case.</summary>
public enum PolicyCategory
{
    /// <summary>Children in a sexual context. Always checked, always blocked; nobody can switch it off.</summary>
    SexualMinors,
    AdultContent,
    Violence,
    HateSpeech,
    IllegalActivity,
    PersonalInfo,
    CopyrightedContent,
    PoliticalContent,
    CelebrityLikeness,
}
