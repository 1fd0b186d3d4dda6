namespace Atelier.Core.Prompts;

/// <summary>Which rules of words a model has.</summary>
public enum PromptFamily
{
    /// <summary>Words are words.</summary>
    Plain,

    /// <summary>Words and flags are one text, and praise helps.</summary>
    Midjourney,

    /// <summary>As Midjourney, for anime: nothing of a photo.</summary>
    Niji,
}
