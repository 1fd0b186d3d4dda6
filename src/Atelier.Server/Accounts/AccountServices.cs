using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Accounts;

/// <summary>The doors of accounts, keys and guests.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccountDoors(this IServiceCollection services)
    {
        services
            .AddOptions<PhotoOptions>()
            .BindConfiguration(PhotoOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<GuestDesk>();
        services.TryAddSingleton<GuestMaker>();
        return services;
    }

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapAccountAdmin();
        routes.MapCredits();
        routes.MapKeys();
        routes.MapErasures();
        routes.MapOwnAccount();
        routes.MapGuests();
    }
}
