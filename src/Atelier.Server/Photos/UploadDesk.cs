using System.Buffers;
using Atelier.Core.Errors;
using Atelier.Engine.Photos;
using Atelier.Server.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Authentication;
using Atelier.Server.Headers;
using Atelier.Server.Setup;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Photos;

/// <summary>
/// Takes uploads: as many as come are read into files, and so many as <see cref="PhotoOptions.MaxInMemory"/> says are in memory at
/// a time, each once as it came and once as it is kept.
/// </summary>
internal sealed class UploadDesk(
    UploadForm form,
    UploadKeeper keeper,
    GuestDesk guests,
    GuestMaker maker,
    ClientAddress addresses,
    PublicOrigin origin,
    ServerSettings settings,
    IOptions<PhotoOptions> options
) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Value.MaxInMemory);

    // Used again and again: as garbage, a flood of large files would fill the memory before anybody collected them. The pool that
    // all share would keep some for each thread that ever held one.
    private readonly ArrayPool<byte> _buffers = ArrayPool<byte>.Create(settings.MaxFileSize, options.Value.MaxInMemory);

    /// <summary>Who may bring a picture; null for a visitor who becomes a guest with it (requirement B-68).</summary>
    /// <exception cref="AtelierException">Nobody who may.</exception>
    public Guid? Admit(HttpContext context)
    {
        if (CallerClaims.Find(context.User) is { } caller)
        {
            return CallerClaims.May(context.User, Scopes.Generate)
                ? caller.AccountId
                : throw new AtelierException(ErrorCode.Forbidden, "The key needs the scope generate.");
        }

        var request = context.Request;
        // Who says who he is, and is not, does not become somebody else for it.
        var plain = request.Headers.Authorization.Count == 0 && !request.Cookies.ContainsKey(SessionCookie.Name);
        return guests.Open && plain && origin.IsOwn(request)
            ? null
            : throw new AtelierException(ErrorCode.Unauthorized, "Send an API key: 'Authorization: Bearer atl_…'.");
    }

    /// <summary>Reads, checks and keeps the picture of a request.</summary>
    /// <param name="accountId">Whose it becomes; null makes a guest, once the picture is taken.</param>
    /// <exception cref="AtelierException">It is not taken; nothing is left of it.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    public async Task<TakenUpload> TakeAsync(HttpContext context, Guid? accountId, CancellationToken cancellationToken)
    {
        await using var file = await form.ReadAsync(context, cancellationToken);
        await _places.WaitAsync(cancellationToken);
        var buffer = _buffers.Rent(file.Length);
        try
        {
            var bytes = buffer.AsMemory(0, file.Length);
            await file.ReadAsync(bytes, cancellationToken);
            var upload = await keeper.CheckAsync(bytes, file.MediaType, cancellationToken);
            var client = addresses.HashOf(context, ClientAddress.Visitor);
            // A guest comes last: what is lost after it was made is its cookie, and a place of its address.
            var kept = await keeper.KeepAsync(
                async cancel => accountId ?? await maker.CreateAsync(context, cancel),
                client,
                upload,
                cancellationToken
            );
            return new TakenUpload(kept, file.Name, file.Length);
        }
        finally
        {
            _buffers.Return(buffer);
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
