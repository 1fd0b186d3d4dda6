using Atelier.Core.Catalogue;

namespace Atelier.Server.OpenAi;

/// <summary>Our qualities in the words OpenAI's clients know.</summary>
internal static class OpenAiQuality
{
    public static string Of(Quality quality) =>
        quality switch
        {
            Quality.Draft => "low",
            Quality.Standard => "medium",
            Quality.High => "high",
            _ => "xhigh",
        };
}
