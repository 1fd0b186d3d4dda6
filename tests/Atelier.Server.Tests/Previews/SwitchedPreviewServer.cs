using Atelier.Core.Policy;
using Atelier.Engine.Checking;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Previews;

/// <summary>The same, with checks that a test makes fail.</summary>
public sealed class SwitchedPreviewServer : PreviewServer
{
    /// <summary>Sees all pictures, finished or not.</summary>
    internal SwitchedChecker Watermarks { get; } = new(PictureCheck.Watermark);

    /// <summary>Sees finished pictures alone.</summary>
    internal SwitchedChecker Nsfw { get; } = new(PictureCheck.Nsfw);

    private protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<IPictureChecker>(Watermarks).AddSingleton<IPictureChecker>(Nsfw);
    }
}
