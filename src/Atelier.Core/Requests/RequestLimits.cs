namespace Atelier.Core.Requests;

/// <summary>The bounds of a request that hold at every door.</summary>
public static class RequestLimits
{
    /// <summary>Characters of a prompt (requirement C-06).</summary>
    public const int PromptLength = 4000;

    /// <summary>Pictures of one request, as at OpenAI's door.</summary>
    public const int Count = 10;

    /// <summary>Pixels of the longer side: the longest of requirement C-24.</summary>
    public const int LongerSide = 3840;

    /// <summary>Pixels of the shorter side at most: what fits 3840×2160 either way round.</summary>
    public const int ShorterSide = 2160;

    /// <summary>Pixels of either side at least.</summary>
    public const int LeastSide = 16;

    /// <summary>Dollars that a caller's cap can name at most.</summary>
    public const int MaxCostUsd = 1000;

    /// <summary>Colours of a brand that a request may name.</summary>
    public const int BrandColors = 10;

    /// <summary>Pictures whose look a new one should have (requirement C-02).</summary>
    public const int References = 20;

    /// <summary>The least guidance scale (requirement C-05).</summary>
    public const int LeastGuidance = 1;

    /// <summary>The greatest guidance scale.</summary>
    public const int MostGuidance = 20;

    /// <summary>The highest seed (requirement C-05).</summary>
    public const long Seed = 4294967294;
}
