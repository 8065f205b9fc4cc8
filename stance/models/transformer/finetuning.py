"""Fine-tuning with the Trainer of transformers: from labelled documents to an exported encoder with its heads."""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import (
    AutoModel,
    AutoTokenizer,
    EarlyStoppingCallback,
    PreTrainedTokenizerBase,
    TrainingArguments,
    set_seed,
)
from transformers.trainer_utils import get_last_checkpoint

from stance.labels import GROUPS, STANCES
from stance.models.base import FitError
from stance.models.transformer.collator import Collator, Items
from stance.models.transformer.encoding import Reader
from stance.models.transformer.heads import TAGS, Heads
from stance.models.transformer.items import Item, items
from stance.models.transformer.network import Network, Weights, export
from stance.models.transformer.trainer import ScoringTrainer
from stance.types import LabelledDocument

if TYPE_CHECKING:
    from stance.models.transformer.model import TransformerModel

log = logging.getLogger(__name__)

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
TAG_WEIGHTS = (1.0, 3.0, 3.0)


class Tuned(NamedTuple):
    """What fine-tuning gives: the encoder as ONNX, its tokenizer as JSON, its padding token, and the heads."""

    network: bytes
    tokenizer: bytes
    padding: int
    heads: Heads


def finetune(
    model: "TransformerModel", train: Sequence[LabelledDocument], validation: Sequence[LabelledDocument]
) -> Tuned:
    """Return the encoder fine-tuned as `model` is set; a run that was killed goes on from its last checkpoint."""
    set_seed(model.seed)
    tokenizer = _tokenizer(model.encoder)
    plain = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
    plain.no_padding()
    plain.no_truncation()
    reader = Reader(plain, model.length, model.context, model.target)
    learn, held = list(items(train, reader)), list(items(validation, reader))
    encoder = _encoder(model)
    network = Network(encoder, model.dropout, _weights(model, learn))
    names = tuple(name for name in INPUTS if name in tokenizer.model_input_names)
    with TemporaryDirectory() as scratch:
        folder = Path(model.checkpoints or scratch) / _digest(model, encoder, learn, held)
        _trainer(model, network, learn, held, Collator(int(tokenizer.pad_token_id), names), folder).train(
            resume_from_checkpoint=_last(folder)
        )
        shutil.rmtree(folder, ignore_errors=True)
    network = network.cpu().eval()
    return Tuned(
        export(network.encoder, names, model.precision),
        plain.to_str().encode(),
        int(tokenizer.pad_token_id),
        Heads.of(network.heads()),
    )


def _trainer(
    model: "TransformerModel",
    network: Network,
    learn: Sequence[Item],
    held: Sequence[Item],
    collator: Collator,
    folder: Path,
) -> ScoringTrainer:
    on_gpu = torch.cuda.is_available()
    steps = max(1, len(learn) // (model.batch * model.accumulate)) * model.epochs
    best = bool(held)
    arguments = TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=model.epochs,
        per_device_train_batch_size=model.batch,
        per_device_eval_batch_size=4 * model.batch,
        gradient_accumulation_steps=model.accumulate,
        warmup_steps=int(model.warmup * steps),
        weight_decay=0.01,
        bf16=_bfloat16(),
        use_cpu=not on_gpu,
        train_sampling_strategy="group_by_length",
        eval_strategy="epoch" if best else "no",
        save_strategy="epoch",
        save_total_limit=2,
        restore_callback_states_from_checkpoint=True,
        load_best_model_at_end=best,
        metric_for_best_model="eval_score" if best else None,
        greater_is_better=True if best else None,
        prediction_loss_only=True,
        label_names=["tags"],
        remove_unused_columns=False,
        logging_steps=50,
        report_to="none",
        seed=model.seed,
        dataloader_pin_memory=on_gpu,
        disable_tqdm=not os.isatty(2),
    )
    arguments._n_gpu = min(arguments.n_gpu, 1)  # places count rows of the whole batch, which must not be torn apart
    heads = [value for name, value in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {
                "params": [each for each in network.encoder.parameters() if each.requires_grad],
                "lr": model.learning_rate,
            },
            {"params": heads, "lr": model.head_learning_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
    return ScoringTrainer(
        model=network,
        args=arguments,
        data_collator=collator,
        train_dataset=Items(learn),
        eval_dataset=Items(held) if best else None,
        callbacks=[EarlyStoppingCallback(model.patience)] if best else [],
        optimizers=(optimizer, None),
    )


def _bfloat16() -> bool:
    """Return whether the GPU, or the processor where there is none, has units for matrices of bfloat16."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu.get_capabilities().get("amx_bf16"))


def _encoder(model: "TransformerModel") -> torch.nn.Module:
    """Return the pretrained encoder with the layers that are used; what is to stay as it was cannot learn."""
    attention = None if torch.cuda.is_available() else "eager"  # processors are faster at the plain products
    encoder: torch.nn.Module = AutoModel.from_pretrained(model.encoder, attn_implementation=attention)
    encoder.get_input_embeddings().requires_grad_(not model.freeze_embeddings)  # type: ignore[operator]
    layers = next((each for each in encoder.modules() if isinstance(each, torch.nn.ModuleList)), torch.nn.ModuleList())
    if not 0 <= model.layers <= len(layers):
        raise FitError(f"layers: {model.layers}, but the encoder {model.encoder!r} has {len(layers)}; 0 uses them all.")
    if model.layers:
        del layers[model.layers :]
    for layer in layers[: model.freeze_layers]:
        layer.requires_grad_(False)
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = model.encoder_dropout
    return encoder


def _last(folder: Path) -> str | None:
    found: str | None = get_last_checkpoint(str(folder)) if folder.is_dir() else None  # type: ignore[no-untyped-call]
    return found


def _tokenizer(encoder: str) -> PreTrainedTokenizerBase:
    try:
        found: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(encoder)
    except OSError as error:
        raise FitError(
            f"The encoder {encoder!r} is neither a folder nor to be had from a hub; fetch the default one with "
            f"`make encoder`, or give another. ({error})"
        ) from None
    return found


def _weights(model: "TransformerModel", learn: Sequence[Item]) -> Weights:
    stances = [mention[2] for item in learn for mention in item.mentions]
    groups = [mention[3] for item in learn for mention in item.mentions]
    return Weights(
        torch.tensor(TAG_WEIGHTS[:TAGS]),
        _balanced(stances, len(STANCES), model.balance),
        _balanced(groups, len(GROUPS), model.balance),
        model.tag_weight,
        model.group_weight,
    )


def _balanced(labels: Sequence[int], classes: int, power: float) -> Tensor:
    """Return the weights of labels: the inverse of their shares to `power`."""
    counts = np.bincount(labels, minlength=classes) + 1.0
    return torch.tensor((counts.sum() / classes / counts) ** power, dtype=torch.float32)


def _digest(model: "TransformerModel", encoder: torch.nn.Module, learn: Sequence[Item], held: Sequence[Item]) -> str:
    """Return a name for a run that is the same only for the same settings, pretrained weights and data."""
    settings = {name: value for name, value in model.get_params().items() if name != "checkpoints"}
    seen = hashlib.sha256(json.dumps(settings, sort_keys=True).encode())
    for items_ in (learn, held):
        seen.update(repr([(item.window.ids, item.tags, item.mentions) for item in items_]).encode())
    for name, values in sorted(encoder.state_dict().items()):
        seen.update(name.encode() + values.contiguous().numpy().tobytes())
    return seen.hexdigest()[:12]
