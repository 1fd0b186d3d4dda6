using Atelier.Server.Providers;
using Atelier.Server.Setup;

namespace Atelier.Server.Policy;

/// <summary>Reads whether prompts are sent to a moderation model: a third party gets them only by the operator's word.</summary>
internal static class ModerationSetting
{
    /// <exception cref="SettingsException">The word is not known, or the key is missing.</exception>
    public static bool Read(string? text, IEnumerable<ProviderSetting> providers) =>
        text?.Trim() switch
        {
            null or "" or "none" => false,
            "openai" when providers.Any(provider => provider.Id == "openai") => true,
            "openai" => throw new SettingsException(
                "ATELIER__Policy__Moderation=openai needs the key of OpenAI: set OPENAI_API_KEY too."
            ),
            var other => throw new SettingsException(
                $"ATELIER__Policy__Moderation must be none or openai; it is '{other}'."
            ),
        };
}
