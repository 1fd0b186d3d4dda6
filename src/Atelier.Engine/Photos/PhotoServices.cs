using Atelier.Data.Photos;
using Atelier.Engine.Finishing;
using Atelier.Imaging.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Photos;

/// <summary>Uploads, and the sessions they open.</summary>
internal static class PhotoServices
{
    public static IServiceCollection AddPhotos(this IServiceCollection services)
    {
        services
            .AddOptions<PhotoSessionOptions>()
            .BindConfiguration(PhotoSessionOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<PhotoSessionStore>();
        services.TryAddSingleton<PhotoCleanStore>();
        services.TryAddSingleton<PhotoSweepStore>();
        services.TryAddSingleton<PhotoKeepStore>();
        services.TryAddSingleton(provider => new PictureCleaner(
            provider.GetRequiredService<IOptions<ImageOptions>>().Value.Reading
        ));
        services.TryAddSingleton<UploadKeeper>();
        services.TryAddSingleton<PhotoCleaner>();
        services.TryAddSingleton<PhotoLibrary>();
        services.TryAddSingleton<PhotoSweeper>();
        return services.AddHostedService(provider => provider.GetRequiredService<PhotoSweeper>());
    }
}
