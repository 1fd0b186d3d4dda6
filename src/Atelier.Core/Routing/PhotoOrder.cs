namespace Atelier.Core.Routing;

/// <summary>The models that the photo door begins with, by the account's tier (requirement B-32). Names are aliases of the catalogue.</summary>
internal static class PhotoOrder
{
    private const string Flux = "flux1";
    private const string Sdxl = "stable_diffusion_xl";
    private const string Gemini = "google_gemini";

    public static IReadOnlyList<string> Of(AccountTier tier) =>
        tier switch
        {
            AccountTier.Free => [Flux, Sdxl],
            AccountTier.Paid => [Sdxl, Gemini],
            _ => [Gemini, Sdxl],
        };
}
