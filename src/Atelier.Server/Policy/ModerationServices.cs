using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.OpenAi.Moderation;
using Atelier.Server.Setup;

namespace Atelier.Server.Policy;

/// <summary>Brings the moderation client where the settings ask for it.</summary>
internal static class ModerationServices
{
    public static void AddModeration(this IServiceCollection services, ServerSettings settings)
    {
        if (!settings.ModeratesAtOpenAi)
        {
            return;
        }

        var openAi = settings.Providers.Single(provider => provider.Id == OpenAiProvider.Name);
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new ModerationClient(new ProviderSite(OpenAiSite.Options(openAi.Key, openAi.BaseUrl), time), time);
        });
    }
}
