using Atelier.Core.Policy;
using Atelier.Data.Known;
using Atelier.Providers.OpenAi.Moderation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Engine.Checking;

/// <summary>The checks of pictures. A host may bring an <see cref="IPictureModerator"/>, or checkers of its own before these.</summary>
internal static class CheckServices
{
    public static IServiceCollection AddChecks(this IServiceCollection services)
    {
        // Under our own name too, as the settings of providers are.
        services
            .AddOptions<CheckOptions>()
            .BindConfiguration(CheckOptions.Section)
            .BindConfiguration($"ATELIER:{CheckOptions.Section}")
            .ValidateOnStart();
        services.TryAddSingleton<KnownPictureStore>();
        services.TryAddSingleton<KnownPictures>();
        if (services.All(service => service.ServiceType != typeof(IPictureChecker)))
        {
            services.AddSingleton(
                Moderation(PictureCheck.Nsfw, PolicyCategory.AdultContent, PolicyCategory.SexualMinors)
            );
            services.AddSingleton(Moderation(PictureCheck.Violence, PolicyCategory.Violence));
            services.AddSingleton<IPictureChecker, KnownPictureChecker>();
            services.AddSingleton<IPictureChecker, WatermarkChecker>();
        }

        services.TryAddSingleton<PictureGate>();
        return services;
    }

    private static Func<IServiceProvider, IPictureChecker> Moderation(
        PictureCheck check,
        params PolicyCategory[] categories
    ) => provider => new ModerationChecker(check, categories, ModeratorOf(provider));

    // A moderator of the host's own, or the model where it is set up.
    private static IPictureModerator? ModeratorOf(IServiceProvider provider) =>
        provider.GetService<IPictureModerator>()
        ?? (provider.GetService<ModerationClient>() is { } client ? new ModelModerator(client) : null);
}
