using Atelier.Engine.Webhooks;

namespace Atelier.Server.Webhooks;

/// <summary>Webhooks out, with what only the server knows.</summary>
internal static class WebhookDoors
{
    public static void AddWebhookDoors(this IServiceCollection services)
    {
        services.AddSingleton<WebhookViews, ServerWebhookViews>();
        services.AddSingleton<WebhookReader>();
        services.AddWebhooks();
    }
}
