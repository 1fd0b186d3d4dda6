using System.Buffers;
using Atelier.Core.Errors;
using Atelier.Data.Accepting;
using Atelier.Engine.Photos;
using Atelier.Server.Accounts;
using Atelier.Server.Addresses;
using Atelier.Server.Authentication;
using Atelier.Server.Headers;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Atelier.Server.Wire;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Photos;

/// <summary>
/// Takes uploads: up to <see cref="PhotoOptions.MaxUploads"/> are read into files at a time, and so many as
/// <see cref="PhotoOptions.MaxInMemory"/> says are in memory, each as it came, as its pixels and as it is kept.
/// </summary>
internal sealed class UploadDesk(
    UploadForm form,
    UploadKeeper keeper,
    GuestDesk guests,
    GuestMaker maker,
    ClientAddress addresses,
    AddressLimits limits,
    PublicOrigin origin,
    ServerSettings settings,
    IOptions<PhotoOptions> options
) : IDisposable
{
    // One sender alone may fill most of the room.
    private const int ForEachFree = 4;

    private readonly SemaphoreSlim _places = new(options.Value.MaxInMemory);

    // Each that waits has a file on the disk and buffers of its connection.
    private readonly FairPlaces _open = new(options.Value.MaxUploads, ForEachFree, "uploads");

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

    /// <summary>Reads, checks and keeps the picture of a request; with an Idempotency-Key that was used for it before, finds it.</summary>
    /// <param name="accountId">Whose it becomes; null makes a guest, once the picture is taken.</param>
    /// <exception cref="AtelierException">It is not taken; nothing is left of it.</exception>
    /// <exception cref="IOException">It could not be stored.</exception>
    public async Task<TakenUpload> TakeAsync(HttpContext context, Guid? accountId, CancellationToken cancellationToken)
    {
        var key = IdempotencyHeader.ReadKey(context.Request);
        using var place = _open.Take(SenderOf(context));
        if (key is null || accountId is not { } id || !await keeper.KnowsAsync(id, key, cancellationToken))
        {
            // Not before there is room: who comes back as he was told would find his hour used up by that.
            await limits.TakeAsync(context, AddressCalls.Uploads, cancellationToken);
        }

        await using var file = await form.ReadAsync(context, cancellationToken);
        return await TakeAsync(context, accountId, file, key, cancellationToken);
    }

    public void Dispose() => _places.Dispose();

    // A guest is somebody else without his cookie, his address stays.
    private string SenderOf(HttpContext context) =>
        CallerClaims.Find(context.User) is { Visitor: null } caller
            ? $"{caller.AccountId}"
            : Convert.ToHexString(addresses.HashOf(context, "upload places") ?? []);

    private async Task<TakenUpload> TakeAsync(
        HttpContext context,
        Guid? accountId,
        UploadedFile file,
        string? key,
        CancellationToken cancellationToken
    )
    {
        await _places.WaitAsync(cancellationToken);
        var buffer = _buffers.Rent(file.Length);
        try
        {
            var bytes = buffer.AsMemory(0, file.Length);
            await file.ReadAsync(bytes, cancellationToken);
            var idempotency = key is null ? null : new Idempotency(key, file.Fingerprint(bytes.Span));
            var known = accountId is { } id ? await keeper.FindAsync(id, idempotency, cancellationToken) : null;
            var kept = known ?? await KeepAsync(context, accountId, file, bytes, idempotency, cancellationToken);
            return new TakenUpload(kept, file.Name, file.Length);
        }
        finally
        {
            _buffers.Return(buffer);
            _places.Release();
        }
    }

    private async Task<KeptUpload> KeepAsync(
        HttpContext context,
        Guid? accountId,
        UploadedFile file,
        ReadOnlyMemory<byte> bytes,
        Idempotency? idempotency,
        CancellationToken cancellationToken
    )
    {
        var upload = await keeper.CheckAsync(bytes, file.MediaType, cancellationToken);
        var client = addresses.HashOf(context, ClientAddress.Visitor);
        // A guest comes last: what is lost after it was made is its cookie, and a place of its address.
        return await keeper.KeepAsync(
            async cancel => accountId ?? await maker.CreateAsync(context, cancel),
            client,
            upload,
            idempotency,
            cancellationToken
        );
    }
}
