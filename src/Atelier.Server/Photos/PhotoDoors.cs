using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Photos;

/// <summary>The doors of uploads, their files and sessions.</summary>
internal static class PhotoDoors
{
    public static IServiceCollection AddPhotoDoors(this IServiceCollection services)
    {
        services.TryAddSingleton<UploadFolder>();
        services.TryAddSingleton<UploadForm>();
        services.TryAddSingleton<UploadDesk>();
        return services;
    }

    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapUpload();
        routes.MapPhotoFiles();
        routes.MapPhotoSessions();
    }
}
