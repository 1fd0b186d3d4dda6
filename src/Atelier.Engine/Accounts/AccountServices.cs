using Atelier.Data.Accounts;
using Atelier.Data.Erasing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Atelier.Engine.Accounts;

/// <summary>Accounts, keys and guests, what is done for them each month, and how they are forgotten.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.TryAddSingleton<AccountStore>();
        services.TryAddSingleton<AccountDesk>();
        services.TryAddSingleton<CreditStore>();
        services.TryAddSingleton<GrantStore>();
        services.TryAddSingleton<GuestStore>();
        services.TryAddSingleton<KeyStore>();
        services.TryAddSingleton<KeyDesk>();
        services.TryAddSingleton<KeyShelf>();
        services.TryAddSingleton<OwnLimitsStore>();
        services.TryAddSingleton<RoutingRulesStore>();
        services.TryAddSingleton<SessionStore>();
        services.TryAddSingleton<ExpiryStore>();
        services.TryAddSingleton<ErasureStore>();
        services.TryAddSingleton<ErasedFiles>();
        foreach (var part in OwnErasables.All)
        {
            services.AddSingleton(part);
        }

        return services.AddRounds<MonthlyGrants>().AddRounds<KeyUses>().AddRounds<Eraser>();
    }

    // Doors and tests find it by its own type, too.
    private static IServiceCollection AddRounds<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.TryAddSingleton<T>();
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
