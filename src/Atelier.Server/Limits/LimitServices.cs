using Atelier.Engine.Limits;
using Atelier.Server.Setup;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Limits;

/// <summary>Limits by address, and what the settings say of tiers.</summary>
internal static class LimitServices
{
    public static IServiceCollection AddLimits(this IServiceCollection services, ServerSettings settings)
    {
        services
            .AddOptions<AddressLimitOptions>()
            .BindConfiguration(AddressLimitOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<AddressLimits>();
        if (settings.FreeDailyLimit is { } pictures)
        {
            services.PostConfigure<TierOptions>(tiers => tiers.Free.DailyPictures = pictures);
        }

        return services;
    }

    /// <summary>Behind authorization: who is turned away there has taken no place.</summary>
    public static void UseAddressLimits(this IApplicationBuilder app) => app.UseMiddleware<AddressLimitMiddleware>();

    /// <summary>Limits a door's calls by address; see <see cref="Limits.LimitedByAddress"/>.</summary>
    public static TBuilder LimitedByAddress<TBuilder>(
        this TBuilder door,
        AddressCalls? calls = null,
        bool evenWithAccount = false,
        bool evenUncounted = false
    )
        where TBuilder : IEndpointConventionBuilder =>
        door.WithMetadata(new LimitedByAddress(calls, evenWithAccount, evenUncounted));
}
