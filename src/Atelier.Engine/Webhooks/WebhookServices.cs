using Atelier.Data.Erasing;
using Atelier.Data.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Atelier.Engine.Webhooks;

/// <summary>Webhooks out. The host brings the master secret, and a <see cref="WebhookViews"/> of its own where it has a public address.</summary>
public static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services
            .AddOptions<WebhookOptions>()
            .BindConfiguration(WebhookOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<WebhookSecretStore>();
        services.TryAddSingleton<EndpointStore>();
        services.TryAddSingleton<FanOutStore>();
        services.TryAddSingleton<DeliveryStore>();
        services.TryAddSingleton<DeliveryLog>();
        services.TryAddSingleton<WebhookKeeping>();
        services.AddSingleton<IErasable>(provider => provider.GetRequiredService<WebhookKeeping>());
        services.TryAddSingleton<WebhookAddresses>();
        services.TryAddSingleton<WebhookViews>();
        services.TryAddSingleton<WebhookBodies>();
        services.TryAddSingleton<WebhookPost>();
        services.TryAddSingleton<WebhookMetrics>();
        services.TryAddSingleton<WebhookBell>();
        services.TryAddSingleton<WebhookDelivery>();
        return services.AddLoop<WebhookFanOut>().AddLoop<WebhookSender>().AddLoop<WebhookSweeper>();
    }

    private static IServiceCollection AddLoop<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.TryAddSingleton<T>();
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
